// The incident tables, created by the history's migrations. The table of version 1 is named incidents_v1 during the migration.

const TIME = (field: string): string =>
  `CASE WHEN json_extract(body, '$.${field}') IS NULL THEN NULL ELSE unixepoch(json_extract(body, '$.${field}')) * 1000 END`;

export const INCIDENT_TABLES: readonly string[] = [
  // `version` is for compare-and-set: a write names the version that was read.
  `CREATE TABLE incidents (
     target TEXT NOT NULL, id TEXT NOT NULL, family TEXT NOT NULL, topic TEXT NOT NULL, state TEXT NOT NULL,
     opened_at INTEGER NOT NULL, last_bad INTEGER NOT NULL, version INTEGER NOT NULL, body TEXT NOT NULL,
     PRIMARY KEY (target, id))`,
  // Two ticks at once cannot open the same incident twice.
  `CREATE UNIQUE INDEX one_open_incident ON incidents (target, family) WHERE state <> 'resolved'`,
  `CREATE INDEX incidents_by_time ON incidents (target, last_bad)`,
  // The timeline and the delivery queue. `tell_from`: earliest delivery; null: never delivered.
  `CREATE TABLE incident_changes (
     seq INTEGER PRIMARY KEY AUTOINCREMENT, target TEXT NOT NULL, incident TEXT NOT NULL, at INTEGER NOT NULL,
     kind TEXT NOT NULL, by_whom TEXT, text TEXT NOT NULL, tell_from INTEGER, snapshot TEXT NOT NULL)`,
  `CREATE INDEX changes_by_incident ON incident_changes (target, incident, seq)`,
  `CREATE INDEX changes_to_tell ON incident_changes (target, tell_from) WHERE tell_from IS NOT NULL`,
  `CREATE TABLE deliveries (
     target TEXT NOT NULL, seq INTEGER NOT NULL, channel TEXT NOT NULL, is_delivered INTEGER NOT NULL,
     attempts INTEGER NOT NULL, at INTEGER NOT NULL, error TEXT, PRIMARY KEY (seq, channel))`,
  `CREATE TABLE alert_states (target TEXT PRIMARY KEY, version INTEGER NOT NULL, body TEXT NOT NULL)`,
  `CREATE TABLE silences (
     target TEXT NOT NULL, id TEXT NOT NULL, from_ms INTEGER NOT NULL, to_ms INTEGER NOT NULL, topic TEXT,
     reason TEXT NOT NULL, by_whom TEXT NOT NULL, ended_by TEXT, PRIMARY KEY (target, id))`,
  // Incidents of version 1 become resolved. What still fails opens a new incident under the new rules.
  `INSERT INTO incidents
     SELECT target, id, topic, topic, 'resolved', opened_at, opened_at, 1, json_object(
       'id', id, 'family', topic, 'topic', topic, 'state', 'resolved',
       'level', json_extract(body, '$.level'), 'severity', json_extract(body, '$.severity'),
       'startedMs', opened_at, 'openedMs', opened_at,
       'lastBadMs', COALESCE(${TIME('lastSeenAt')}, opened_at),
       'acknowledgedMs', ${TIME('acknowledgedAt')}, 'acknowledgedBy', json_extract(body, '$.acknowledgedBy'),
       'resolvedMs', COALESCE(${TIME('resolvedAt')}, opened_at), 'resolvedBy', 'the move to version 2',
       'scope', 'some', 'openedScope', 'some', 'wasDown', json('false'), 'returns', 0, 'recoveringMs', NULL,
       'topics', json_array(topic), 'heldBack', json('[]'), 'lines', json(json_extract(body, '$.findings')),
       'runbook', json(json_extract(body, '$.runbook')), 'reminders', 0, 'nextReminderMs', NULL, 'escalation', 0,
       'noticesMs', json('[]'), 'assessedMs', NULL, 'mitigatedMs', NULL, 'postMortemMs', NULL)
     FROM incidents_v1 WHERE json_valid(body)`,
];

/** Version 3 of the history: stable channel names, and the time of the next attempt for each delivery. */
export const DELIVERY_TABLES: readonly string[] = [
  `ALTER TABLE deliveries ADD COLUMN next_at INTEGER NOT NULL DEFAULT 0`,
  `ALTER TABLE deliveries ADD COLUMN holds INTEGER NOT NULL DEFAULT 0`,
  `UPDATE OR IGNORE deliveries SET channel = 'console' WHERE channel = 'stdout'`,
  `UPDATE OR IGNORE deliveries SET channel = 'step-summary' WHERE channel = 'github-step-summary'`,
  `UPDATE OR IGNORE deliveries SET channel = 'webhook' WHERE channel LIKE 'webhook %'`,
];
