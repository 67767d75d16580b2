import type { GuidanceInForce } from '../../schools/domain/guidance.js';
import type { PublishedGuidance } from '../../schools/published-guidance.js';
import type { AuthorityStreams } from '../authority-streams.js';
import { currentEdition } from '../domain/guidance.js';

/** Reads from the authority's stream which statutory guidance counts. */
export class GuidanceOfAuthority implements PublishedGuidance {
  constructor(private readonly streams: Pick<AuthorityStreams, 'load'>) {}

  /** @throws StoreUnavailable */
  async of(authority: string | undefined, asOf?: string): Promise<readonly GuidanceInForce[]> {
    if (authority === undefined) return [];
    const { state } = await this.streams.load(authority, asOf === undefined ? {} : { asOf });
    return Object.values(state.documents).flatMap((held) => {
      const edition = currentEdition(held);
      if (held.kind !== 'statutory' || edition === undefined) return [];
      const { document, title } = held;
      return [{ document, title, version: edition.version, since: edition.publishedOn }];
    });
  }
}
