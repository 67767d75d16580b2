import type { GuidanceInForce } from './domain/guidance.js';

/** The statutory guidance that a school's authority has published: the schools' room knows no more of authorities. */
export interface PublishedGuidance {
  /** Of that authority (three-digit code), now or as it stood at an instant; none for an authority that publishes none here. */
  of(authority: string | undefined, asOf?: string): Promise<readonly GuidanceInForce[]>;
}

export const PUBLISHED_GUIDANCE = Symbol('PublishedGuidance');
