// Internal details that a body must not contain. Each pattern matches the format of a leak, never a word that can be part of a name:
// artists, songs and venues are called "Select", "Union", "Live at ...", and pages repeat all their data in scripts.

type Leak = { what: string; found: (body: string) => boolean };
const any =
  (...patterns: readonly RegExp[]) =>
  (body: string): boolean =>
    patterns.some((pattern) => pattern.test(body));

/** A frame needs a file with an ending and two numbers: "at Garden Dome ... T00:00:00" has neither. */
const SOURCE_FILE = String.raw`(?:node:[\w/]+|(?:file:\/\/|webpack-internal:\/\/|[A-Za-z]:)?[\\/][^\s()"'<>]*\.[cm]?[jt]sx?)`;
const STACK_TRACE = any(
  new RegExp(String.raw`\bat (?:async )?(?:new )?[^\s()"]+(?: \[as [^\]]+\])? \(${SOURCE_FILE}:\d+:\d+\)`),
  new RegExp(String.raw`\bat (?:async )?${SOURCE_FILE}:\d+:\d+`),
  /Traceback \(most recent call last\):/,
  /\bFile \\?"[^"\n]+\.py\\?", line \d+, in /,
  /\bat [\w$]+(?:\.[\w$<>]+)+\([\w$]+\.(?:java|kt|scala):\d+\)/,
  /\bgoroutine \d+ \[\w+\]:/,
  /[\\/]node_modules[\\/](?:@[\w.-]+[\\/])?[\w.-]+[\\/][^\s"']*\.[cm]?js\b/,
);

/** Messages of the database driver, including quoted names. */
const DRIVER_WORDS = any(
  /\bPostgresError\b|\bDrizzleQueryError\b|\bDrizzleError\b|\bPrismaClient\w*Error\b/,
  /\bSQLSTATE\b\W{0,3}[0-9A-Z]{5}\b/,
  /\bsyntax error at (?:or near \\?"|end of input)/,
  /\bunterminated quoted string at or near/,
  /\binvalid input syntax for (?:type )?(?:uuid|integer|bigint|smallint|numeric|boolean|date|timestamp|json|double precision)\b/,
  /\b(?:relation|column|schema|role|database) \\?"[a-z_][a-z0-9_]*\\?" (?:of relation \\?"\w+\\?" )?does not exist\b/,
  /\bcolumn \w+\.\w+ does not exist\b|\bfunction \w+\([^)]*\) does not exist\b/,
  /\bviolates (?:unique|foreign key|check|not-null|exclusion) constraint\b/,
  /\bnull value in column \\?"\w+\\?"/,
  /\bFailed query: ?(?:select|insert|update|delete|with)\b/i,
  /\b(?:select|insert into|update|delete from) .{0,300}?(?:\\?"\w+\\?"\.\\?"\w+\\?"|= \$\d\b|\blimit \$\d\b|\bvalues \(\$1\b)/,
  /\bpassword authentication failed for user\b/,
  /\bcanceling statement due to (?:statement timeout|user request)\b/,
  /\bremaining connection slots are reserved\b|\btoo many clients already\b/,
  /\bPGRST\d{3}\b/,
  /\bconnect E(?:CONNREFUSED|TIMEDOUT|HOSTUNREACH) \S+:\d+/,
  /\boperator does not exist: \w+ = \w+/,
);

/** Internal tables that no page needs to name, and the list in the site's database check (mysetlist-app.md 1.4). */
const TABLE_NAMES = any(
  /\\?"tables\\?":\s*\[\s*\\?"/,
  /\b(?:user_bans|email_logs|email_queue|moderation_logs|admin_notifications|content_moderation)\b/,
  /\binformation_schema\.(?:tables|columns)\b|\bpg_(?:catalog|stat_activity)\b/,
);

/** Server settings by name, with a real value. Names that begin with NEXT_PUBLIC_ are public by design. */
const SETTING =
  /(?<![A-Z0-9_])(?!NEXT_PUBLIC_)[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*_(?:SECRET|SECRET_KEY|API_KEY|ROLE_KEY|ACCESS_KEY|PRIVATE_KEY|TOKEN|PASSWORD|DATABASE_URL)\\?["']?\s*[:=]\s*\\?["']?[\w+/.:@-]{8,}/;
const JSON_WEB_TOKEN = /\beyJ[\w-]{8,250}\.(eyJ[\w-]{8,8000})\.[\w-]*/g;

/** The service key bypasses all database rules. The visitors' key is public by design. */
function servicesToken(body: string): boolean {
  for (const [, payload = ''] of body.matchAll(JSON_WEB_TOKEN))
    if (/"role":\s*"service_role"/.test(Buffer.from(payload, 'base64url').toString())) return true;
  return false;
}

const SECRETS = any(
  /\b(?:sk|rk)_(?:live|test)_\w{8,}/,
  /\bsb_secret_\w{8,}/,
  /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/,
  /\bAKIA[0-9A-Z]{16}\b/,
  /\b(?:gh[pousr]_\w{30,}|github_pat_\w{30,})/,
  /\bxox[abprs]-[\w-]{10,}/,
  SETTING,
);

const LEAKS: readonly Leak[] = [
  { what: 'a stack trace', found: STACK_TRACE },
  { what: "the database driver's text", found: DRIVER_WORDS },
  { what: 'table names', found: TABLE_NAMES },
  { what: 'the version of the database', found: any(/\bPostgreSQL \d+\.\d+/) },
  {
    what: 'a connection string',
    found: any(/\b(?:postgres(?:ql)?|mysql|mongodb(?:\+srv)?|rediss?|amqps?):\/\/[^\s"'<>/@]*[@:][^\s"'<>]+/),
  },
  { what: 'a secret', found: (body) => SECRETS(body) || servicesToken(body) },
];

/** A description of the leak in `body`; never the text itself, which can be the secret. */
export const leaksIn = (body: string): string[] => LEAKS.filter(({ found }) => found(body)).map(({ what }) => what);

export const tellsDriverText = DRIVER_WORDS;
