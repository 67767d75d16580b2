import type { Db } from 'mongodb';

export interface Holding {
  readonly lease: string;
  readonly holder: string | null;
  readonly token: number;
}

/** Who holds each lease, as the last of its terms says; in the order of the leases' names. */
export async function holdings(database: Db): Promise<readonly Holding[]> {
  const terms = await database
    .collection<{ _id: string } & Omit<Holding, 'lease'>>('leases')
    .find({}, { sort: { _id: 1 } })
    .toArray();
  const last = new Map<string, Holding>();
  for (const { _id, holder, token } of terms) {
    const lease = _id.slice(0, _id.lastIndexOf('#'));
    last.set(lease, { lease, holder, token });
  }
  return [...last.values()];
}
