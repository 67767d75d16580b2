import { Inject, Injectable } from '@nestjs/common';
import { BlindIndex } from '../../platform/crypto/blind-index.js';
import { problem } from '../../platform/http/problem.js';
import type { Person } from '../../platform/identity/person.js';
import { Refusal } from '../../policy/domain/refusal.js';
import { ChildStreams } from '../child-streams.js';
import { type Child, type ChildCommand, initialChild } from '../domain/child.js';
import { maySee } from '../permissions.js';

/** Keeps a pupil's number for the child that it is given to after registration, so that the child is found by it. */
@Injectable()
export class PupilNumbers {
  constructor(
    @Inject(ChildStreams) private readonly children: ChildStreams,
    @Inject(BlindIndex) private readonly index: BlindIndex,
  ) {}

  /**
   * Reserves the number that an order gives the child, and takes it back when the order is refused. Earlier numbers stay
   * the child's: a register may still name it by one.
   * @throws Problem (409) when another child on record has the number · whatever `work` throws
   */
  async keptFor<T>(
    childId: string,
    person: Person,
    order: (child: Child) => ChildCommand,
    work: () => Promise<T>,
  ): Promise<T> {
    const upn = await this.numberGiven(childId, person, order);
    if (upn === undefined) return work();
    const heldBefore = (await this.index.find('upn', [upn])).get(upn);
    const holder = heldBefore ?? (await this.index.reserve('upn', upn, childId));
    if (holder !== childId) throw problem('already-exists', 'A child with this pupil number is on record already.');
    try {
      return await work();
    } catch (error) {
      if (heldBefore === undefined && error instanceof Refusal) await this.index.release('upn', upn, childId);
      throw error;
    }
  }

  /** None for a child that is not there, or not for this person to see: they are told so by the order itself. */
  private async numberGiven(childId: string, person: Person, order: (child: Child) => ChildCommand) {
    const asked = order(initialChild);
    if (asked.type !== 'ChangeDetails' || asked.upn === undefined) return undefined;
    const { state } = await this.children.load(childId);
    return state.identity !== undefined && maySee(person, state) ? asked.upn : undefined;
  }
}
