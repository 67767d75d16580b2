import { afterEach, describe, expect, it } from '@jest/globals';
import { wakingProcesses } from '../../../src/start/processes.js';
import { silent } from '../../../src/start/progress.js';
import { untilViewsShow } from '../../../src/start/views.js';
import { type Person, startTestProgram, type TestProgram } from '../../e2e/support/program.js';
import { FixedClock } from '../../support/fixed-clock.js';

let running: TestProgram | undefined;
afterEach(() => running?.stop());

const referrer = { kind: 'authority', organisation: 'Suffolk County Council', contact: 's@example.org' };

describe('what the clock brings an enquiry', () => {
  it('R45 R63 R39 a date that was not kept is a breach once, however many programs wake how often', async () => {
    const clock = new FixedClock(Date.parse('2026-11-24T09:00:00.000Z'));
    running = await startTestProgram({ clock });
    const { services } = running.program;
    const { as } = running;
    // A token of its own each time: the clock is moved further than a token lasts.
    const assistant: Person = async (...asked) => (await as('cme-assistant'))(...asked);
    const receive = async (kind: string) => {
      const body = { kind, channel: 'email', referrer, child: { familyName: 'Ameen' } };
      const answer = await assistant<{ enquiryId: string }>('POST', '/v1/enquiries', { body });
      expect(answer).toMatchObject({ status: 201 });
      return answer.body.enquiryId;
    };
    const late = await receive('enquiry');
    const inTime = await receive('notification');
    const processes = () => wakingProcesses({ ...services, policyPack: 'riverside' });
    const wake = async () => {
      await untilViewsShow(services, silent);
      const reviews = processes().filter(({ name }) => name === 'enquiry-reviews');
      expect(reviews).toHaveLength(1);
      for (const each of reviews) await each.wake(clock.now(), { check: () => undefined });
    };
    const breaches = async (id: string) => {
      const { body } = await assistant<{ items: { type: string; data: { step: string; due: string } }[] }>(
        'GET',
        `/v1/enquiries/${id}/history`,
      );
      return body.items
        .filter(({ type }) => type === 'EnquiryDutyBreached')
        .map(({ data }) => `${data.step} ${data.due}`);
    };
    await wake();
    expect(await breaches(late)).toEqual([]);
    const acknowledgement = { body: { channel: 'email' } };
    await assistant('POST', `/v1/enquiries/${inTime}/acknowledgement`, acknowledgement);

    clock.advance(2 * 86_400_000);
    await Promise.all([wake(), wake(), wake()]);
    await wake();
    expect(await breaches(late)).toEqual(['acknowledge 2026-11-25']);
    expect(await breaches(inTime)).toEqual([]);

    clock.advance(30 * 86_400_000);
    await wake();
    await wake();
    const all = await breaches(late);
    expect(all).toEqual([...new Set(all)]);
    expect(all.map((each) => each.split(' ')[0])).toEqual(['acknowledge', 'check-rolls', 'update-referrer']);
    const { body } = await assistant<{ duties: { step: string }[]; breaches: string[] }>(
      'GET',
      `/v1/enquiries/${late}`,
    );
    expect(body.duties.map(({ step }) => step)).toEqual(['acknowledge', 'check-rolls', 'update-referrer']);
    expect(body.breaches).toHaveLength(3);
  });
});
