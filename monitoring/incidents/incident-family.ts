// Alerts by family: one outage makes all alerts of a family fire.
import type { AlertState } from '../alerts/alert-state.ts';
import type { Finding } from '../alerts/finding.ts';
import { familyOf, type Incident } from './incident.ts';

/** The alerts and findings of one family; `firing`: the findings that fire now. */
export type Family = { name: string; alerts: AlertState[]; firing: Finding[]; findings: Finding[] };

export const noAlerts = (name: string): Family => ({ name, alerts: [], firing: [], findings: [] });

export function familiesOf(alerts: readonly AlertState[], findings: readonly Finding[]): Map<string, Family> {
  const families = new Map<string, Family>();
  const of = ({ topic, subject }: { topic: string; subject: string }): Family => {
    const name = familyOf(topic, subject);
    let family = families.get(name);
    if (family === undefined) families.set(name, (family = noAlerts(name)));
    return family;
  };
  for (const a of alerts) of(a).alerts.push(a);
  for (const f of findings) {
    const family = of(f);
    family.findings.push(f);
    if (f.state === 'firing') family.firing.push(f);
  }
  return families;
}

export function newestByFamily(incidents: readonly Incident[]): Map<string, Incident> {
  const newest = new Map<string, Incident>();
  for (const i of incidents) {
    const other = newest.get(i.family);
    const isNewer =
      other === undefined || (other.state === 'resolved' && (i.state !== 'resolved' || i.openedMs > other.openedMs));
    if (isNewer) newest.set(i.family, i);
  }
  return newest;
}
