import type { HeldInstance, ProcessStore } from '../../../src/platform/subscriptions/process-store.js';

export class MemoryProcessStore implements ProcessStore {
  readonly checkpoints = new Map<string, { readonly position: string; readonly token: number }>();
  readonly instances = new Map<string, HeldInstance>();

  async checkpoint(process: string): Promise<string | undefined> {
    return this.checkpoints.get(process)?.position;
  }

  async saveCheckpoint(process: string, position: string, token: number): Promise<boolean> {
    const stored = this.checkpoints.get(process);
    if (stored && (stored.token > token || stored.position > position)) return false;
    this.checkpoints.set(process, { position, token });
    return true;
  }

  async held(process: string): Promise<readonly HeldInstance[]> {
    return [...this.instances.values()].filter((instance) => instance.process === process);
  }

  async hold(instance: HeldInstance): Promise<void> {
    if (!this.instances.has(instance.instance)) this.instances.set(instance.instance, instance);
  }

  async requestResume(_process: string, instance: string): Promise<boolean> {
    const held = this.instances.get(instance);
    if (held) this.instances.set(instance, { ...held, resume: true });
    return held !== undefined;
  }

  async holdAgain(instance: HeldInstance): Promise<void> {
    this.instances.set(instance.instance, instance);
  }

  async free(_process: string, instance: string): Promise<void> {
    this.instances.delete(instance);
  }
}
