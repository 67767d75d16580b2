import { describe, expect, it } from '@jest/globals';
import type { Document } from 'bson';
import { distinctValues } from '../../../src/embedded/documents/query/distinct.js';
import { Filter } from '../../../src/embedded/documents/query/filter.js';
import { countMatching, select } from '../../../src/embedded/documents/query/selection.js';
import type { IndexField } from '../../../src/embedded/documents/store/ordered-index.js';
import { bytesOf, collectionOf } from './arbitraries.js';

describe('the planner', () => {
  const caseload = collectionOf(
    Array.from({ length: 2000 }, (_, at) => ({
      stage: `stage-${at % 5}`,
      due: `2026-${String(1 + ((at * 7) % 12)).padStart(2, '0')}-01`,
      owner: at % 2 === 0 ? `officer-${at % 50}` : null,
      upn: `U${at}`,
    })),
  );
  const index = (unique: boolean, ...paths: string[]) =>
    caseload.addIndex({
      name: paths.join(),
      fields: paths.map((path) => ({ path, descending: false })),
      unique,
      sparse: false,
    });
  index(false, 'stage', 'due', '_id');
  index(false, 'due', '_id');
  index(false, 'owner');
  index(true, 'upn');
  const byDue = [
    { path: 'due', descending: false },
    { path: '_id', descending: false },
  ];
  const backwards = byDue.map(({ path }) => ({ path, descending: true }));
  const plan = (criteria: Document, sort: IndexField[] = [], limit = 0, skip = 0) => {
    const {
      stage,
      index: used,
      sortedInMemory,
      keysExamined,
      documentsExamined,
    } = select(caseload, {
      filter: new Filter(bytesOf(criteria)),
      sort,
      skip,
      limit,
    });
    return { stage, index: used?.definition.name, sortedInMemory, keysExamined, documentsExamined };
  };

  it.each([
    ['one stage by due date', { stage: 'stage-1' }, byDue, 'stage,due,_id', 25],
    ['all by due date', {}, byDue, 'due,_id', 25],
    ['all by due date, backwards', {}, backwards, 'due,_id', 25],
    ['one stage, overdue', { stage: 'stage-1', due: { $lt: '2026-03-01' } }, byDue, 'stage,due,_id', 25],
    ['several stages by due date', { stage: { $in: ['stage-1', 'stage-3'] } }, byDue, 'stage,due,_id', 25],
    ['several stages, backwards', { stage: { $in: ['stage-1', 'stage-3'] } }, backwards, 'stage,due,_id', 25],
    ['a range of due dates', { due: { $gte: '2026-02-01', $lte: '2026-02-28' } }, byDue, 'due,_id', 25],
  ])('reads no more than the page: %s', (_name, criteria, sort, name, read) => {
    expect(plan(criteria, sort, 25)).toEqual({
      stage: 'IXSCAN',
      index: name,
      sortedInMemory: false,
      keysExamined: read,
      documentsExamined: 0,
    });
  });

  it('reads a later page without looking at the documents before it', () => {
    expect(plan({ stage: 'stage-1' }, byDue, 25, 100)).toMatchObject({ keysExamined: 125, documentsExamined: 0 });
  });

  it('prefers few documents sorted in memory to many in order', () => {
    expect(plan({ owner: 'officer-8' }, byDue, 25)).toMatchObject({
      index: 'owner',
      sortedInMemory: true,
      keysExamined: 40,
    });
  });

  it('looks up a unique key and an _id without reading more', () => {
    expect(plan({ upn: 'U77' })).toMatchObject({ stage: 'IXSCAN', index: 'upn', keysExamined: 1 });
    expect(plan({ _id: 'id-0-0' })).toMatchObject({ stage: 'IDHACK', documentsExamined: 1 });
    expect(plan({ _id: { $in: ['id-0-0', 'id-7-1', 'none'] } })).toMatchObject({
      stage: 'IDHACK',
      documentsExamined: 2,
    });
  });

  it('walks through a collection by _id in pages', () => {
    const byId = [{ path: '_id', descending: false }];
    expect(plan({ _id: { $gt: 'id-5' } }, byId, 10)).toMatchObject({
      stage: 'IXSCAN',
      index: '_id_',
      keysExamined: 10,
    });
  });

  it('serves an order behind a field of lists, without looking at documents', () => {
    const shared = collectionOf(
      Array.from({ length: 600 }, (_, at) => ({ seenBy: [`s${at % 3}`, `s${3 + (at % 5)}`], due: at % 97 })),
    );
    const fields = ['seenBy', 'due', '_id'].map((path) => ({ path, descending: false }));
    shared.addIndex({ name: 'shared', fields, unique: false, sparse: false });
    const filter = new Filter(bytesOf({ seenBy: 's1' }));
    const page = select(shared, { filter, sort: byDue, skip: 0, limit: 25 });
    expect(page).toMatchObject({ stage: 'IXSCAN', sortedInMemory: false, keysExamined: 25, documentsExamined: 0 });
    expect(countMatching(shared, filter)).toBe(200);
    const several = new Filter(bytesOf({ seenBy: { $in: ['s1', 's4', 's5'] } }));
    expect(select(shared, { filter: several, sort: byDue, skip: 0, limit: 25 }).sortedInMemory).toBe(false);
  });

  it('counts from the index alone', () => {
    expect(countMatching(caseload, new Filter(bytesOf({ stage: 'stage-2' })))).toBe(400);
    expect(plan({ stage: 'stage-2' })).toMatchObject({ documentsExamined: 0, keysExamined: 400 });
  });

  it('reads one document for each value that is listed where an index begins with the field', () => {
    const all = (path: string, criteria: Document = {}) =>
      distinctValues(caseload, path, new Filter(bytesOf(criteria)));
    expect(all('stage')).toMatchObject({ documentsExamined: 5, values: { length: 5 } });
    expect(all('owner')).toMatchObject({ documentsExamined: 26, values: { length: 26 } });
    expect(all('owner', { stage: 'stage-2' })).toMatchObject({ documentsExamined: 400, values: { length: 6 } });
  });

  it('lists null where a document has it, and nothing for documents that lack the field', () => {
    const some = collectionOf([{ a: 1 }, {}, { a: null }, {}, { a: 1 }, { a: 'x' }]);
    some.addIndex({ name: 'a', fields: [{ path: 'a', descending: false }], unique: false, sparse: false });
    const listed = () => distinctValues(some, 'a', new Filter(bytesOf({}))).values.map(({ type }) => type);
    expect(listed()).toEqual([0x0a, 0x10, 0x02]);
    some.insert(bytesOf({ _id: 'list', a: ['y', 'x'] }));
    expect(listed()).toEqual([0x0a, 0x10, 0x02, 0x02]);
  });

  it('reads everything through only where no index helps', () => {
    expect(plan({ nothing: 1 })).toMatchObject({ stage: 'COLLSCAN', documentsExamined: 2000 });
  });
});
