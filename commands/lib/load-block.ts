// Why a load cannot be sent: an access control in front of the site, our own rate limit, or a proxy, which the embedded engine does not support.
import { edgeBlock } from '../../checks/api/edge-block.ts';
import { proxyFor } from '../../checks/api/proxy-setting.ts';
import type { Send } from '../../checks/api/rate-limited-sender.ts';
import type { Engine } from '../../load/engines.ts';
import type { Failure } from '../../reports/result.ts';

/** The load is inconclusive. `engine`: the engine that would send it. */
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
        'could not prepare: a proxy is set (HTTP_PROXY, HTTPS_PROXY), and the embedded engine does not support proxies. Install k6, or name the host in NO_PROXY.',
    };
  return edgeBlock(target, send, signal);
}
