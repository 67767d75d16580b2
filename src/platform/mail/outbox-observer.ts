import { Counter, Gauge, type Registry } from 'prom-client';
import type { Log } from '../telemetry/log.js';

/** What is told of mails. Names of forms, classes of errors and numbers only: no address, no subject. */
export interface OutboxObserver {
  /** @param kind name of the form: 'CME3' */
  sent(kind: string): void;
  /** For good, with the server's code. */
  refused(kind: string, reply: number): void;
  /** It is tried again. */
  putOff(error: string, failures: number): void;
  /** Mails that wait, told after a waking that had something to do. */
  waiting(count: number): void;
}

/** As numbers for Prometheus and as lines in the log. */
export function observedOutbox(registry: Registry, log: Log): OutboxObserver {
  const registers = [registry];
  const sent = new Counter({
    name: 'cme_mail_sent_total',
    help: 'Mails that a mail server took over',
    labelNames: ['form'] as const,
    registers,
  });
  const refused = new Counter({
    name: 'cme_mail_refused_total',
    help: 'Mails that a mail server refused for good',
    labelNames: ['form'] as const,
    registers,
  });
  const putOff = new Counter({
    name: 'cme_mail_put_off_total',
    help: 'Attempts to send that failed and are made again, by class of error',
    labelNames: ['error'] as const,
    registers,
  });
  const waiting = new Gauge({ name: 'cme_mail_waiting', help: 'Mails in the outbox', registers });
  return {
    sent: (form) => {
      sent.inc({ form });
      log.info('mail-sent', { code: form });
    },
    refused: (form, reply) => {
      refused.inc({ form });
      log.warn('mail-refused', { code: form, status: reply });
    },
    putOff: (error, failures) => {
      putOff.inc({ error });
      log.info('mail-put-off', { error, attempt: failures });
    },
    waiting: (count) => waiting.set(count),
  };
}
