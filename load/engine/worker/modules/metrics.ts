// The module `k6/metrics`.
import type { MetricType } from '../../sinks.ts';
import { declared, emit, vu } from '../state.ts';

const NAME = /^[a-zA-Z_][a-zA-Z0-9_]{0,127}$/;

class Metric {
  readonly name: string;
  constructor(type: MetricType, name: string, isTime = false) {
    if (vu.phase !== 'init') throw new Error('metrics must be declared in the init context');
    if (!NAME.test(name)) throw new Error(`invalid metric name: '${name}'`);
    this.name = name;
    declared.push({ name, type, contains: isTime ? 'time' : 'default' });
  }
  add(value: number | boolean, tags?: Record<string, unknown>): boolean {
    const number = Number(value);
    if (Number.isNaN(number)) throw new Error(`'${String(value)}' is an invalid value for metric '${this.name}'`);
    emit(this.name, number, tags);
    return true;
  }
}

export class Counter extends Metric {
  constructor(name: string, isTime?: boolean) {
    super('counter', name, isTime);
  }
}
export class Gauge extends Metric {
  constructor(name: string, isTime?: boolean) {
    super('gauge', name, isTime);
  }
}
export class Rate extends Metric {
  constructor(name: string, isTime?: boolean) {
    super('rate', name, isTime);
  }
}
export class Trend extends Metric {
  constructor(name: string, isTime?: boolean) {
    super('trend', name, isTime);
  }
}

export default { Counter, Gauge, Rate, Trend };
