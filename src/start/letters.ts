import type { Db } from 'mongodb';
import type { ChildStreams } from '../children/child-streams.js';
import type { DayContexts } from '../children/day-contexts.js';
import { type MailCatcher, startMailCatcher } from '../embedded/mail/index.js';
import type { EnquiryPolicies } from '../enquiries/enquiry-policies.js';
import type { EnquiryStreams } from '../enquiries/enquiry-streams.js';
import { LetterRecords } from '../letters/letter-records.js';
import { LetterPrinting } from '../letters/printing.js';
import { LetterSender } from '../letters/processes/letter-sender.js';
import { LETTER_WRITER_HEARS, LetterWriter } from '../letters/processes/letter-writer.js';
import { missingTemplates, readTemplates, TemplateInvalid } from '../letters/rendering/template-file.js';
import type { Clock } from '../platform/clock/clock.js';
import type { Config } from '../platform/config/config.js';
import { MongoOutbox } from '../platform/mail/mongo-outbox.js';
import { observedOutbox } from '../platform/mail/outbox-observer.js';
import { SmtpMailer } from '../platform/mail/smtp-mailer.js';
import type { LeaseStore } from '../platform/subscriptions/lease.js';
import { MongoProcessStore } from '../platform/subscriptions/mongo-process-store.js';
import type { ProcessObserver } from '../platform/subscriptions/process.js';
import { ProcessRunner } from '../platform/subscriptions/process-runner.js';
import { selectedTypes } from '../platform/subscriptions/selected-types.js';
import type { Decoder, EventSource } from '../platform/subscriptions/source.js';
import type { Timing } from '../platform/subscriptions/timing.js';
import type { Log } from '../platform/telemetry/log.js';
import type { Metrics } from '../platform/telemetry/metrics.js';
import { Waker, type WakingObserver } from '../platform/waking/waker.js';
import type { PolicyBook } from '../policy/policy-packs.js';
import type { KnownSchools } from '../schools/known-schools.js';

export interface LettersParts<R> {
  readonly children: ChildStreams;
  readonly enquiries: EnquiryStreams;
  readonly days: DayContexts;
  readonly enquiryPolicies: EnquiryPolicies;
  readonly knownSchools: KnownSchools;
  readonly policies: PolicyBook;
  /** The code of the authority that this program serves. */
  readonly organisation: string;
  readonly source: EventSource<R>;
  readonly decoder: Decoder<R>;
  /** The database that is kept: the outbox and the place of the writer lie in it. */
  readonly kept: Db;
  readonly leases: LeaseStore;
  readonly clock: Clock;
  readonly timing: Timing;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly processes: ProcessObserver;
  readonly wakings: WakingObserver;
}

export interface Letters {
  readonly records: LetterRecords;
  readonly printing: LetterPrinting;
  readonly writer: LetterWriter;
  /** Where mails end that go nowhere; undefined when SMTP_URL is set. */
  readonly catcher?: MailCatcher;
  /**
   * Starts writing and sending. Resolves when the writer's place in the log is kept, so that from here on no fact is passed
   * over; what was recorded before the very first start gets no letter.
   */
  begin(): Promise<void>;
  stop(): Promise<void>;
}

const LOOK_EVERY_MS = 20;
/** How soon a letter leaves after it was written. */
const SEND_EVERY_MS = 500;

/** @throws TemplateInvalid when a pack names a text that is not there */
export async function openLetters<R>({ mail }: Config, parts: LettersParts<R>): Promise<Letters> {
  const { children, enquiries, days, enquiryPolicies, knownSchools, policies, organisation } = parts;
  const { source, decoder, kept, leases, clock, timing, log, metrics, processes, wakings } = parts;
  const templates = readTemplates();
  const missing = missingTemplates(templates, policies.packs);
  if (missing.length > 0) throw new TemplateInvalid(`Texts of letters are missing: ${missing.join(', ')}.`);

  const catcher = mail.url === undefined ? await startMailCatcher({ port: mail.port }) : undefined;
  const mailer = new SmtpMailer({ url: mail.url ?? catcher?.url ?? '', from: mail.from });
  const records = new LetterRecords({ children, enquiries, days, enquiryPolicies });
  const printing = new LetterPrinting(templates);
  const outbox = new MongoOutbox(kept);
  const store = new MongoProcessStore(kept);
  const actor = { id: 'system', role: 'system', organisation };
  const writer = new LetterWriter({
    records,
    children,
    enquiries,
    days,
    enquiryPolicies,
    schoolOf: (urn, asOf) => knownSchools.school(urn, asOf),
    printing,
    outbox,
    mailDomain: mail.from.split('@').at(-1) ?? '',
    actor,
    clock,
  });
  const observer = observedOutbox(metrics.registry, log);
  const sender = new LetterSender({ records, outbox, mailer, printing, actor, clock, observer });
  const heard = selectedTypes(source, decoder, LETTER_WRITER_HEARS);
  const runner = new ProcessRunner(
    { source: heard, decoder, store, leases, clock, timing, observer: processes },
    writer,
  );
  const waker = new Waker({ leases, clock, timing, observer: wakings }, sender, { everyMs: SEND_EVERY_MS });
  let stopped = false;
  return {
    records,
    printing,
    writer,
    ...(catcher ? { catcher } : {}),
    begin: async () => {
      runner.start();
      // Not waited for: a mail server that is away holds up no start.
      void waker.start();
      while (!stopped && (await store.checkpoint(writer.name)) === undefined) await timing.delay(LOOK_EVERY_MS);
    },
    stop: async () => {
      stopped = true;
      await Promise.all([runner.stop(), waker.stop()]);
      mailer.close();
      await catcher?.close();
    },
  };
}
