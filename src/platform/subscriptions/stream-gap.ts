/** A document that must see all of a stream missed an event: nothing it says can be trusted, so the view stops. */
export class StreamGap extends Error {
  override readonly name = 'StreamGap';

  constructor(
    readonly streamId: string,
    readonly expected: number,
    readonly found: number,
  ) {
    super(`${streamId}: expected revision ${expected}, found ${found}`);
  }
}
