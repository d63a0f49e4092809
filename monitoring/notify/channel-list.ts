// Every channel, one line each. To add one: a file in `channels/` and a line here.
export { alertmanager } from './channels/alertmanager-channel.ts';
export { consoleChannel } from './channels/console-channel.ts';
export { discord } from './channels/discord-channel.ts';
export { email } from './channels/email-channel.ts';
export { githubIssue } from './channels/github-issue-channel.ts';
export { pagerDuty } from './channels/pagerduty-channel.ts';
export { slack } from './channels/slack-channel.ts';
export { stepSummaryChannel } from './channels/step-summary-channel.ts';
export { teams } from './channels/teams-channel.ts';
export { webhook } from './channels/webhook-channel.ts';
