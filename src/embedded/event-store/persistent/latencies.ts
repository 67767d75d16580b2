const KEPT = 1000;

/** How long a consumer takes to answer, over its last thousand messages. */
export class Latencies {
  readonly #begun = new Map<string, number>();
  readonly #taken: number[] = [];
  #next = 0;

  begin(key: string): void {
    this.#begun.set(key, performance.now());
  }

  end(key: string): void {
    const begun = this.#begun.get(key);
    if (begun === undefined) return;
    this.#begun.delete(key);
    this.#taken[this.#next] = performance.now() - begun;
    this.#next = (this.#next + 1) % KEPT;
  }

  /** In ms, by the names that the protocol gives them. */
  measurements(): readonly (readonly [string, number])[] {
    const sorted = [...this.#taken].sort((one, other) => one - other);
    if (sorted.length === 0) return [];
    const at = (share: number) =>
      Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] as number);
    const mean = Math.round(sorted.reduce((sum, latency) => sum + latency, 0) / sorted.length);
    return [
      ['Mean', mean],
      ['Median', at(0.5)],
      ['Fastest', at(0)],
      ...[1, 2, 3, 4, 5].map((fifth) => [`Quintile ${fifth}`, at(fifth / 5)] as const),
      ['90%', at(0.9)],
      ['95%', at(0.95)],
      ['99%', at(0.99)],
      ['99.5%', at(0.995)],
      ['99.9%', at(0.999)],
      ['Highest', at(1)],
    ];
  }
}
