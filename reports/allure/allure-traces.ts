// Takes the traces out of a result. Playwright's reporter attaches a trace to a step of its own, which is left out with it. Pure.
import type { AllureAttachment, AllureResult, AllureStep } from './allure-format.ts';

const isTrace = ({ source }: AllureAttachment): boolean => source.endsWith('.zip');

/** `traces`: the files that were named. */
export function withoutTraces(result: AllureResult): { result: AllureResult; traces: string[] } {
  const traces: string[] = [];
  const without = (attachments: readonly AllureAttachment[] = []): AllureAttachment[] => {
    traces.push(...attachments.filter(isTrace).map(({ source }) => source));
    return attachments.filter((one) => !isTrace(one));
  };
  const cleaned = (steps: readonly AllureStep[] = []): AllureStep[] =>
    steps
      .filter(({ attachments = [], steps: inner = [] }) => {
        const isOnlyTrace = attachments.length > 0 && attachments.every(isTrace) && inner.length === 0;
        if (isOnlyTrace) without(attachments);
        return !isOnlyTrace;
      })
      .map((step) => ({ ...step, attachments: without(step.attachments), steps: cleaned(step.steps) }));
  const kept = { ...result, attachments: without(result.attachments), steps: cleaned(result.steps) };
  return { result: kept, traces };
}
