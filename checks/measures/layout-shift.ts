// How far a page moves without user input, measured by the browser. Both functions run in the page.

declare global {
  interface Window {
    __shift?: number;
  }
}

/** Starts to sum up the shifts. */
export function watchLayoutShift(): void {
  window.__shift = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[])
      if (!entry.hadRecentInput) window.__shift = (window.__shift ?? 0) + entry.value;
  }).observe({ type: 'layout-shift' });
}

/** The sum of the shifts since `watchLayoutShift`, in the unit of Cumulative Layout Shift. */
export const shiftSeen = (): number => window.__shift ?? 0;
