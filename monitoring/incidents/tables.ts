// The tables of incidents, made by the history's migration. Version 1's table is there as incidents_v1 while they run.
export const INCIDENT_TABLES: readonly string[] = [
  `CREATE TABLE incidents (
     id TEXT PRIMARY KEY, target TEXT NOT NULL, topic TEXT NOT NULL, state TEXT NOT NULL, opened_at INTEGER NOT NULL,
     body TEXT NOT NULL)`,
  `CREATE UNIQUE INDEX one_open_incident ON incidents (target, topic) WHERE state <> 'resolved'`,
  `INSERT INTO incidents SELECT * FROM incidents_v1`,
];
