// Hands changes to channels: each channel gets each change once, whatever becomes of the others.
import type { Channel } from '../../reports/notify/channel.ts';
import type { OnCall } from './on-call.ts';
import { noticeOf } from './incident-notice.ts';
import type { IncidentStore } from './incident-store.ts';

export type DeliveryResult = { channel: string; seq: number; kind: string; error: string | null };

/**
 * Delivers what each channel still lacks, channels side by side, changes of one channel in their order. A channel that fails is tried
 * again at the next call, with the change at which it failed. Throws what the store throws, never what a channel throws.
 */
export async function deliver(
  store: IncidentStore,
  channels: readonly Channel[],
  now: number,
  onCall?: OnCall,
): Promise<DeliveryResult[]> {
  const all = await Promise.all(
    channels.map(async (channel): Promise<DeliveryResult[]> => {
      const results: DeliveryResult[] = [];
      for (const change of await store.undelivered(channel.name, now)) {
        const error = await send(channel, noticeOf(store.target, change, onCall));
        await store.markDelivery(change.seq, channel.name, now, error);
        results.push({ channel: channel.name, seq: change.seq, kind: change.kind, error });
        // Later news before earlier news would mislead.
        if (error !== null) break;
      }
      return results;
    }),
  );
  return all.flat();
}

async function send(channel: Channel, notice: Parameters<Channel['send']>[0]): Promise<string | null> {
  try {
    await channel.send(notice);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
