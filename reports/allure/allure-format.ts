// The part of Allure's result files (https://allurereport.org/docs/how-it-works-test-result-file/) that we write and read.
import { createHash } from 'node:crypto';

export type AllureStatus = 'passed' | 'failed' | 'broken' | 'skipped' | 'unknown';
export type AllureAttachment = { name: string; type: string; source: string };
export type AllureStep = {
  name: string;
  status: AllureStatus;
  stage: 'finished';
  statusDetails: { message?: string };
  steps: AllureStep[];
  attachments: AllureAttachment[];
  start?: number;
  stop?: number;
};
export type AllureResult = {
  uuid: string;
  name: string;
  fullName: string;
  testCaseId: string;
  historyId: string;
  status: AllureStatus;
  stage: 'finished';
  statusDetails: { message?: string; trace?: string; known?: boolean; flaky?: boolean };
  /** Markdown. */
  description: string;
  /** ms since 1970. */
  start: number;
  stop: number;
  labels: { name: string; value: string }[];
  links: { type: string; name: string; url: string }[];
  parameters: { name: string; value: string }[];
  steps: AllureStep[];
  attachments: AllureAttachment[];
};

/** A line of Allure's history file: one earlier run. */
export type AllureHistoryPoint = {
  uuid: string;
  name: string;
  timestamp: number;
  knownTestCaseIds: string[];
  testResults: Record<string, object>;
  metrics: Record<string, number>;
  url: string;
};

/** The parameter that distinguishes the variants of a check, with the same name as in Playwright's own reporter. */
export const VARIANT = 'Project';
const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/** Allure's own id of a test case. */
export const caseIdOf = (id: string): string => md5(id);
/** Allure's own id of a test case with its parameters: the key of its history. */
export const historyIdOf = (id: string, variant: string | undefined): string =>
  `${md5(id)}.${md5(variant === undefined ? '' : `${VARIANT}:${variant}`)}`;
