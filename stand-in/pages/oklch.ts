// A stylesheet's colours as `oklch()`, which browsers compute to `oklch(...)` and not to `rgb(...)`.
// The conversion is Björn Ottosson's (https://bottosson.github.io/posts/oklab/).

const HEX = /#([0-9a-f]{6}|[0-9a-f]{3})\b/gi;

const linear = (channel: number): number => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4);

/** "#5b21b6" or "#fff" as `oklch(L% C H)`. Four decimals are more precise than eight bits per channel. */
function oklch(hex: string): string {
  const wide = hex.length === 3 ? hex.replaceAll(/./g, '$&$&') : hex;
  const [r = 0, g = 0, b = 0] = [0, 2, 4].map((at) => linear(Number.parseInt(wide.slice(at, at + 2), 16) / 255));
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const lightness = 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s;
  const greenRed = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const blueYellow = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  const chroma = Math.hypot(greenRed, blueYellow);
  const hue = chroma < 1e-4 ? 0 : ((Math.atan2(blueYellow, greenRed) * 180) / Math.PI + 360) % 360;
  const short = (value: number): string => String(Number(value.toFixed(4)));
  return `oklch(${short(lightness * 100)}% ${short(chroma)} ${short(hue)})`;
}

/** Converts colours to oklch, and extends the rules of lists to the `div`s that replace them. */
export const reactStyles = (css: string): string =>
  css
    .replaceAll(HEX, (_, hex: string) => oklch(hex))
    .replaceAll(/(^|[\s>+])(ul|ol|li)(?=[\s,+:{.])(?=[^{}]*\{)/gm, (_, before: string, tag: string) => {
      return `${before}:is(${tag}, [role='${tag === 'li' ? 'listitem' : 'list'}'])`;
    });
