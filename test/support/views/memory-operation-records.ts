import type { OperationRecord, OperationRecords } from '../../../src/platform/projections/operation-records.js';

export class MemoryOperationRecords implements OperationRecords {
  readonly records = new Map<string, OperationRecord>();
  /** Every state that was noted, in order. */
  readonly noted: OperationRecord[] = [];

  async begin(record: OperationRecord): Promise<void> {
    this.records.set(record.view, record);
  }

  async save(record: OperationRecord): Promise<void> {
    if (this.records.get(record.view)?.id !== record.id) return;
    this.records.set(record.view, record);
    this.noted.push(record);
  }

  async last(view: string): Promise<OperationRecord | undefined> {
    return this.records.get(view);
  }
}
