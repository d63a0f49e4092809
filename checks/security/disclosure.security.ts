// What bodies tell about the inside: stack traces, table names, versions, secrets.
import { found, outage, type Finding, type SecurityCheck } from './security-request.ts';

/** Errors that are easily provoked, and what tells about the machine. */
const PATHS = [
  '/',
  '/api/health',
  '/api/health/db',
  '/api/health/comprehensive',
  '/api/votes',
  '/api/trending?period=century',
  '/api/trending?config=%7B',
  '/api/no-such-route-zzxqqvv',
];
const TELLS: Readonly<Record<string, RegExp>> = {
  'a stack trace': /\bat [\w.<>]+ \(?\/?[^\s)]*:\d+:\d+\)?|node_modules\//,
  'table names': /"tables":\[\s*"|\b(user_bans|email_logs)\b/,
  'the version of the database': /PostgreSQL \d+/,
  'a connection string': /postgres(ql)?:\/\/|redis:\/\//,
  'a secret': /\bsk_(live|test)_\w+|service_role|-----BEGIN [A-Z ]*PRIVATE KEY/,
};

export const disclosure: SecurityCheck = {
  id: 'security.disclosure',
  title: 'No response body contains stack traces, table names, versions or secrets',
  reddens: ['db-health-discloses', 'stack-traces-shown'],
  find: async (ask) => {
    const failures: Finding[] = [];
    const down: Finding[] = [];
    for (const path of PATHS) {
      const answer = await ask('GET', path);
      const outaged = outage(`GET ${path}`, answer);
      if (outaged) down.push(outaged);
      if (answer.error) continue;
      for (const [what, pattern] of Object.entries(TELLS))
        // Never the text itself: it may be the secret.
        if (pattern.test(answer.body)) failures.push(found('semantic', `GET ${path}: the body tells ${what}`));
    }
    // An answer of an outage may tell too much as well; where there was nothing else, there was nothing to judge.
    return down.length === PATHS.length && failures.length === 0 ? down : failures;
  },
};
