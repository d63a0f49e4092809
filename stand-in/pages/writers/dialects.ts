// The two markup dialects of every page.
import { assetUrl, nextUrl } from '../assets.ts';
import type { Markup } from '../html.ts';
import { writePlain } from './plain.ts';
import { writeReact } from './react.ts';

export const DIALECTS = ['plain', 'react'] as const;
export type DialectName = (typeof DIALECTS)[number];

export type Dialect = {
  write: (description: Markup) => string;
  /** The address of a file of client/. */
  url: (name: string) => string;
  /** Scripts that every page ends its list with. */
  lastScripts: readonly string[];
  /** Hydration is delayed, and the page contains data in scripts. */
  hydrates: boolean;
};

export const dialects: Readonly<Record<DialectName, Dialect>> = {
  plain: { write: writePlain, url: assetUrl, lastScripts: [], hydrates: false },
  react: { write: writeReact, url: nextUrl, lastScripts: ['bootstrap.js'], hydrates: true },
};
