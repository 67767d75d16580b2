import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { InMemorySpanExporter, type ReadableSpan } from '@opentelemetry/sdk-trace';
import { type Tracing, traceTo } from '../../src/platform/telemetry/tracing.js';
import { keepingLines } from '../support/log-lines.js';
import { until } from '../support/views/servers.js';
import { type Person, SCHOOL, startTestProgram, type TestProgram, upn } from './support/program.js';

/** Values that stand nowhere else: one of them in a log line, a metric or a span is personal data that got out. */
const PERSONAL = {
  givenName: 'Ottoline',
  familyName: 'Quarrendon',
  parent: 'Peregrine Quarrendon',
  phone: '01632 960777',
  street: '47 Gannet Rise',
  postcode: 'NR31 7ZZ',
  dateOfBirth: '2016-02-29',
  upn: upn(777),
  reason: 'Gone to stay with her grandmother in Zagreb',
  said: 'He hung up when Ottoline was mentioned',
};

const log: string[] = [];
let exporter: InMemorySpanExporter;
let tracing: Tracing;
let program: TestProgram;
let assistant: Person;
let staff: Person;
let childId: string;

beforeAll(async () => {
  exporter = new InMemorySpanExporter();
  tracing = await traceTo(exporter);
  program = await startTestProgram({ logTo: keepingLines(log), settings: { LOG_LEVEL: 'debug' } });
  assistant = await program.as('cme-assistant');
  staff = await program.as('school-staff', SCHOOL);
  const { givenName, familyName, dateOfBirth, parent, phone, street, postcode } = PERSONAL;
  const { status, body } = await assistant<{ childId: string }>('POST', '/v1/children', {
    body: {
      givenName,
      familyName,
      dateOfBirth,
      upn: PERSONAL.upn,
      yearGroup: '5',
      school: { urn: SCHOOL, startDate: '2026-01-05' },
      parents: [{ name: parent, relationship: 'father', phones: [phone] }],
      address: { lines: [street], postcode, authority: '926' },
    },
  });
  expect(status).toBe(201);
  childId = body.childId;
}, 90_000);

afterAll(async () => {
  await program.stop();
  await tracing.stop();
});

async function spans(): Promise<readonly ReadableSpan[]> {
  await tracing.flush();
  return exporter.getFinishedSpans();
}

const ofTrace = (all: readonly ReadableSpan[], trace: string) =>
  all.filter((span) => span.spanContext().traceId === trace);

describe('traces of the running program', () => {
  it('one trace goes from the request through the append to the view', async () => {
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    const headers = { traceparent: `00-${trace}-00f067aa0ba902b7-01` };
    const { status, body } = await staff<{ revision: number }>('POST', `/v1/children/${childId}/contacts`, {
      body: { channel: 'phone', outcome: 'spoke', notes: PERSONAL.said },
      headers,
    });
    expect(status).toBe(201);
    expect((await assistant('GET', `/v1/caseload?child=${childId}&minRevision=${body.revision}`)).status).toBe(200);
    await until('the view’s span', async () => ofTrace(await spans(), trace).some(({ name }) => name === 'view shows'));
    const all = await spans();
    const mine = ofTrace(all, trace);
    const request = mine.find(({ name }) => name === 'POST /v1/children/:id/contacts');
    const append = mine.find(({ name }) => name === 'append');
    const shows = mine.find(
      ({ name, attributes }) => name === 'view shows' && /^caseload/.test(`${attributes['cme.view']}`),
    );
    expect(request?.parentSpanContext?.spanId).toBe('00f067aa0ba902b7');
    expect(request?.attributes).toMatchObject({
      'http.route': '/v1/children/:id/contacts',
      'http.response.status_code': 201,
    });
    expect(append?.parentSpanContext?.spanId).toBe(request?.spanContext().spanId);
    expect(shows?.parentSpanContext?.spanId).toBe(append?.spanContext().spanId);
    const batch = all.find((span) => span.spanContext().spanId === shows?.links[0]?.context.spanId);
    expect(batch?.name).toBe('view batch');
    expect(batch?.links.map(({ context }) => context.traceId)).toContain(trace);

    const { metadata } = (await program.program.services.children.history(childId))[body.revision] ?? {};
    expect(metadata?.traceparent).toBe(`00-${trace}-${append?.spanContext().spanId}-01`);
  });

  it('log lines of a request carry its trace', async () => {
    const trace = '11111111222222223333333344444444';
    await assistant('GET', `/v1/children/${childId}`, { headers: { traceparent: `00-${trace}-00f067aa0ba902b7-01` } });
    await until('the line', () => log.some((line) => line.includes(`"traceId":"${trace}"`)));
    const line = JSON.parse(log.find((each) => each.includes(`"traceId":"${trace}"`)) ?? '{}');
    expect(line).toMatchObject({ event: 'request-answered', method: 'GET', route: '/v1/children/:id', status: 200 });
  });

  it('what machines ask all the time is not traced', async () => {
    await fetch(`${program.origin}/health/ready`);
    await assistant('GET', '/metrics');
    expect((await spans()).filter(({ name }) => /health|metrics/.test(name))).toEqual([]);
  });
});

describe('personal data', () => {
  it('gets into no log line, no metric and no span, however a request fares', async () => {
    const { givenName, familyName, parent, reason, said, phone } = PERSONAL;
    const requests: [Person, string, string, object?][] = [
      [staff, 'POST', `/v1/children/${childId}/absences`, { date: '2026-11-10', session: 'AM', code: 'N' }],
      [staff, 'POST', `/v1/children/${childId}/contacts`, { channel: 'phone', outcome: 'spoke', notes: said }],
      [
        staff,
        'POST',
        `/v1/children/${childId}/contacts`,
        { channel: 'phone', outcome: 'spoke', notes: said, to: phone },
      ],
      // Wrong fields, a second registration, an address that there is not, filters that are none, a body that is no JSON.
      [staff, 'POST', `/v1/children/${childId}/absences`, { date: familyName, session: givenName, code: reason }],
      [assistant, 'POST', '/v1/children', { givenName, familyName, upn: PERSONAL.upn, [parent]: reason }],
      [assistant, 'GET', `/v1/children/${givenName}-${familyName}`],
      [assistant, 'GET', `/v1/${encodeURIComponent(parent)}`],
      [assistant, 'GET', `/v1/caseload?name=${familyName}&owner=${encodeURIComponent(parent)}`],
      [assistant, 'GET', `/v1/caseload?after=${familyName}`],
      [assistant, 'GET', `/caseload?q=${familyName}`],
      [assistant, 'GET', `/children/${childId}`],
      [assistant, 'POST', '/v1/enquiries', { child: { givenName, familyName }, from: { organisation: parent } }],
      [staff, 'POST', `/v1/schools/${SCHOOL}/registers`, undefined],
    ];
    const statuses: number[] = [];
    for (const [person, method, path, body] of requests) {
      const headers = { 'x-correlation-id': familyName, 'idempotency-key': `${familyName}-${statuses.length}` };
      statuses.push((await person(method, path, { ...(body ? { body } : {}), headers })).status);
    }
    const csv = `upn,date,session,code,reason\n${PERSONAL.upn},2026-11-11,AM,N,${reason}\n${familyName},x,y,z,${said}\n`;
    statuses.push((await staff('POST', `/v1/schools/${SCHOOL}/registers`, { body: csv })).status);
    const broken = await fetch(`${program.origin}/v1/children`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await program.tokenOf('cme-assistant')}`,
        'content-type': 'application/json',
      },
      body: `{"givenName": "${givenName}" "${reason}"`,
    });
    statuses.push(broken.status);
    expect(statuses).toEqual(expect.arrayContaining([201, 400, 404]));
    expect((await assistant('GET', `/v1/children/${childId}`)).text).toContain(familyName);

    const metrics = (await assistant('GET', '/metrics')).text;
    const told = (await spans()).map(({ name, attributes, status, events, links, resource }) =>
      JSON.stringify({ name, attributes, status, events, links, resource: resource.attributes }),
    );
    expect(log.length).toBeGreaterThan(statuses.length);
    expect(told.length).toBeGreaterThan(statuses.length);
    expect(metrics).toContain('cme_http_request_seconds_count');
    for (const value of Object.values(PERSONAL)) {
      for (const form of [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)]) {
        const where = {
          log: log.filter((line) => line.includes(form)),
          spans: told.filter((span) => span.includes(form)),
        };
        expect({ form, ...where, metrics: metrics.includes(form) }).toEqual({
          form,
          log: [],
          spans: [],
          metrics: false,
        });
      }
    }
  });
});

describe('metrics of the running program', () => {
  it('tells views, lag, processes and requests under their documented names', async () => {
    const { text } = await assistant('GET', '/metrics');
    for (const name of [
      /^cme_view_events_total\{view="caseload_v\d+"\} \d+$/m,
      /^cme_view_documents_total\{view="caseload_v\d+",result="written"\} [1-9]/m,
      /^cme_view_lead_time_seconds_count\{view="caseload_v\d+"\} [1-9]/m,
      /^cme_view_lag_seconds\{view="caseload_v\d+"\} [\d.]+$/m,
      /^cme_view_healthy\{view="caseload_v\d+"\} 1$/m,
      /^cme_view_quarantined\{view="caseload_v\d+"\} 0$/m,
      /^cme_process_last_woke_timestamp_seconds\{process="child-reviews"\} \d+/m,
      /^cme_http_request_seconds_count\{method="POST",route="\/v1\/children",status="201"\} 1$/m,
      /^process_cpu_seconds_total /m,
    ]) {
      expect(text).toMatch(name);
    }
  });
});

describe('health of the running program', () => {
  it('tells an operator how stores, views and processes are', async () => {
    const answer = await fetch(`${program.origin}/health/ready`);
    expect([answer.status, await answer.json()]).toMatchObject([
      200,
      {
        status: 'ok',
        error: {},
        details: {
          'event-store': { status: 'up' },
          documents: { status: 'up' },
          views: { status: 'up', caseload: { healthy: true, lagSeconds: expect.any(Number), quarantined: 0 } },
          processes: { status: 'up', 'child-reviews': { held: 0, lastDoneAt: expect.any(String) } },
        },
      },
    ]);
    const live = await fetch(`${program.origin}/health/live`);
    expect([live.status, await live.json()]).toMatchObject([200, { status: 'ok' }]);
  });
});
