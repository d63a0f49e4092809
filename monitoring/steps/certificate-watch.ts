// Reads the site's certificate from the connections of the probes. It sends no additional request.
import { firstExpiry } from '../../checks/api/certificate-chain.ts';
import type { Send } from '../../checks/api/rate-limited-sender.ts';

export class CertificateWatch {
  readonly #origin: string;
  #expiresAt: number | undefined;

  constructor(target: URL) {
    this.#origin = target.origin;
  }

  /** When it expires, ms since 1970; of the newest connection, since a certificate is renewed while we watch. */
  readonly expiresAt = (): number | undefined => this.#expiresAt;

  /** The same sender; every answer of the site is looked at. Only new connections bring a chain. */
  through(send: Send): Send {
    return async (request) => {
      const answer = await send(request);
      if (request.url.origin === this.#origin && 'certificates' in answer)
        this.#expiresAt = firstExpiry(answer.certificates ?? []) ?? this.#expiresAt;
      return answer;
    };
  }
}
