// E-mail through a real SMTP conversation: smtp-server receives, mailparser reads.
import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { DeliveryError } from '../../../monitoring/notify/channel.ts';
import { channelOf, soon } from './receivers.ts';
import { nastyNotice, sampleNotice } from './sample-notices.ts';

async function mailServer(more: SMTPServerOptions = {}): Promise<{ env: NodeJS.ProcessEnv; mails: ParsedMail[] }> {
  const mails: ParsedMail[] = [];
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    // Closes hanging connections at the end.
    closeTimeout: 50,
    onAuth: ({ username, password }, _session, done) =>
      username === 'checks' && password === 'c@nary'
        ? done(null, { user: 'checks' })
        : done(new Error('wrong account')),
    onData: (stream, _session, done) => void simpleParser(stream).then((mail) => (mails.push(mail), done()), done),
    ...more,
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  after(() => new Promise<void>((resolve) => server.close(resolve)));
  const { port } = server.server.address() as AddressInfo;
  return {
    mails,
    env: {
      NOTIFY_EMAIL_SERVER: `smtp://checks:c%40nary@127.0.0.1:${port}`,
      NOTIFY_EMAIL_FROM: 'Checks <checks@example.com>',
      NOTIFY_EMAIL_TO: 'a@example.com, b@example.com',
    },
  };
}

test('an e-mail is sent with login, text and HTML; the resolution is in the same thread', async () => {
  const { env, mails } = await mailServer();
  const channel = channelOf('email', env);
  await channel.send(sampleNotice('opened'), soon());
  await channel.send(sampleNotice('resolved'), soon());
  await channel.send(nastyNotice(), soon());
  const [opened, resolved, nasty] = mails;
  assert.equal(opened?.subject, 'P0 opened: GET /api/search fails (affects visitors who use this endpoint)');
  assert.match(opened.text ?? '', /Reproduce: curl -i 'https:/);
  assert.match(typeof opened.html === 'string' ? opened.html : '', /<h1[^]*GET \/api\/search fails/);
  assert.equal(resolved?.inReplyTo, opened.messageId);
  assert.deepEqual([opened.headers.get('auto-submitted'), opened.headers.get('priority')], ['auto-generated', 'high']);
  const to = Array.isArray(opened.to) ? opened.to : [opened.to];
  assert.deepEqual(
    to.flatMap((list) => list?.value.map(({ address }) => address) ?? []),
    ['a@example.com', 'b@example.com'],
  );
  assert.doesNotMatch(nasty?.subject ?? '', /\n/);
});

test('errors for a wrong account, a rejected recipient, an unreachable and a hanging server do not contain the account', async () => {
  const { env } = await mailServer();
  const errors: DeliveryError[] = [];
  const fails = (variables: NodeJS.ProcessEnv, ms = 20_000) =>
    assert.rejects(channelOf('email', variables).send(sampleNotice(), AbortSignal.timeout(ms)), (error: Error) => {
      assert.ok(error instanceof DeliveryError);
      errors.push(error);
      return true;
    });
  await fails({ ...env, NOTIFY_EMAIL_SERVER: env['NOTIFY_EMAIL_SERVER']?.replace('c%40nary', 'canary2') });
  const refusing = await mailServer({
    onRcptTo: (_address, _session, done) => done(Object.assign(new Error('no such canary'), { responseCode: 550 })),
  });
  await fails(refusing.env);
  await fails({ ...env, NOTIFY_EMAIL_SERVER: 'smtp://checks:canary@127.0.0.1:9' });
  const hanging = await mailServer({ onData: (stream) => void stream.resume() });
  await fails(hanging.env, 400);
  assert.deepEqual(
    errors.map(({ message }) => message.replace('EENVELOPE, 550', 'EENVELOPE')),
    [
      'e-mail: not delivered (EAUTH, 535)',
      'e-mail: not delivered (EENVELOPE)',
      'e-mail: not delivered (ESOCKET)',
      'e-mail: timed out',
    ],
  );
  assert.equal(errors[1]?.isRefusal, true);
});
