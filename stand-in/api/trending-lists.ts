// Code shared by the trending lists.
import type { World } from '../world.ts';

/** The first `limit` items; none for 0, negative and invalid values, as R1 does. */
export const cut = <T>(items: readonly T[], limit: number): readonly T[] => (limit > 0 ? items.slice(0, limit) : []);

/** The total that a list reports with its items. */
export const total = (list: readonly unknown[], world: World): number => (world.has('totals-wrong') ? 0 : list.length);
