// Why a load cannot be sent at all: a wall before the site, our own rate, or a proxy that the embedded engine cannot go through.
import { edgeBlock } from '../../checks/api/edge-block.ts';
import { proxyFor } from '../../checks/api/proxy-setting.ts';
import type { Send } from '../../checks/api/rate-limited-sender.ts';
import type { Engine } from '../../load/engines.ts';
import type { Failure } from '../../reports/result.ts';

/** Says nothing about the site: the load is inconclusive. `engine` is the one that would send it. */
export async function loadBlock(
  target: URL,
  engine: Engine,
  send: Send,
  signal?: AbortSignal,
): Promise<Failure | undefined> {
  if (engine === 'embedded' && proxyFor(target) !== undefined)
    return {
      code: 'own-network',
      message:
        'could not prepare: a proxy is set (HTTP_PROXY, HTTPS_PROXY), and the embedded engine sends straight. Install k6, or name the host in NO_PROXY.',
    };
  return edgeBlock(target, send, signal);
}
