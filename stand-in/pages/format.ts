// Formats numbers, dates and names.

const DAY: Intl.DateTimeFormatOptions = { month: 'short', day: 'numeric', year: 'numeric', timeZone: 'UTC' };
const shortDay = new Intl.DateTimeFormat('en-US', { month: 'short', day: '2-digit', timeZone: 'UTC' });
const day = new Intl.DateTimeFormat('en-US', DAY);
const longDay = new Intl.DateTimeFormat('en-US', { ...DAY, month: 'long', weekday: 'long' });
const atNoon = (date: string) => new Date(`${date}T12:00:00Z`);

/** "Nov 27, 2026" of YYYY-MM-DD. */
export const dayText = (date: string): string => day.format(atNoon(date));
/** "Nov 27". */
export const shortDayText = (date: string): string => shortDay.format(atNoon(date));
/** "Friday, November 27, 2026". */
export const longDayText = (date: string): string => longDay.format(atNoon(date));

/** "3:19" of milliseconds. */
export const lengthText = (ms: number): string =>
  `${Math.floor(ms / 60_000)}:${String(Math.floor(ms / 1000) % 60).padStart(2, '0')}`;

/** "1.9M", "95K", "490". */
export const countText = (count: number): string => {
  if (count >= 1_000_000) return `${(count / 1_000_000).toFixed(1)}M`;
  return count >= 1_000 ? `${Math.round(count / 1_000)}K` : String(count);
};

/** "+5", "0", "-1". */
export const netText = (net: number): string => (net > 0 ? `+${net}` : String(net));

/** Initials ("SH"), or the first two letters ("SI"), as R1 does in some places. */
export const initials = (name: string): string =>
  name
    .split(' ')
    .map((word) => word.charAt(0))
    .join('')
    .slice(0, 2)
    .toUpperCase();
export const firstTwo = (name: string): string => name.slice(0, 2).toUpperCase();

/** One of eight colour classes, the same for the same text. It replaces a photograph. */
export const tint = (text: string): string => {
  let sum = 0;
  for (const character of text) sum += character.codePointAt(0) ?? 0;
  return `tint tint-${sum % 8}`;
};

/** "In 3 days", "Today", "6 days ago". */
export const daysAway = (date: string, now: Date): string => {
  const today = Date.parse(now.toISOString().slice(0, 10));
  const days = Math.round((Date.parse(date) - today) / 86_400_000);
  if (days === 0) return 'Today';
  const many = (n: number) => `${n} day${n === 1 ? '' : 's'}`;
  return days > 0 ? `In ${many(days)}` : `${many(-days)} ago`;
};
