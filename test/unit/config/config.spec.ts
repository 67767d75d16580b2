import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ConfigRefused, loadConfig } from '../../../src/platform/config/config.js';

describe('loadConfig', () => {
  it('R60 sends real mail only when a server and a mailbox are named; else mail is caught', () => {
    expect(loadConfig({}).mail).toEqual({ from: 'children-missing-education@cme-tracker.example', port: 0 });
    const set = {
      SMTP_URL: 'smtps://user:secret@mail.norfolk.example',
      MAIL_FROM: 'cme@norfolk.example',
      SMTP_PORT: '2525',
    };
    expect(loadConfig(set).mail).toEqual({ url: set.SMTP_URL, from: set.MAIL_FROM, port: 2525 });
    expect(() => loadConfig({ SMTP_URL: set.SMTP_URL })).toThrow(/MAIL_FROM/);
    expect(() => loadConfig({ MAIL_FROM: 'nobody' })).toThrow(/MAIL_FROM/);
    const wrong = () => loadConfig({ SMTP_URL: 'http://user:secret@mail', MAIL_FROM: set.MAIL_FROM });
    expect(wrong).toThrow(/SMTP_URL/);
    expect(wrong).not.toThrow(/secret/);
  });

  it('needs nothing: a laptop starts with the embedded servers, reachable from itself only', () => {
    const config = loadConfig({});
    expect(config).toMatchObject({ host: '127.0.0.1', port: 3000, logLevel: 'info', dataDir: resolve('data') });
    expect(config.eventStore).toEqual({ port: 2113, directory: resolve('data/event-store') });
    expect(config.documents.url).toBeUndefined();
    expect(config.documents.prefix).toBe('cme');
    expect(config.identity.issuer).toBeUndefined();
    expect(config.keys).toEqual({ kekFile: resolve('data/keys/kek'), createKek: true });
  });

  it('takes what is set', () => {
    const config = loadConfig({
      HOST: '0.0.0.0',
      PORT: '8080',
      DATA_DIR: '/var/lib/cme',
      LOG_LEVEL: 'WARN',
      EVENTSTORE_URL: 'esdb+discover://admin:secret@a:2113,b:2113?tls=true',
      EVENTSTORE_PORT: '0',
      MONGODB_URL: 'mongodb+srv://user:secret@cluster/?w=majority',
      DOCUMENTS_PREFIX: 'norfolk_trial',
      OIDC_ISSUER: 'https://login.example.org/realm',
      OIDC_AUDIENCE: 'cme',
      KEK_FILE: '/run/secrets/kek',
    });
    expect(config).toMatchObject({
      host: '0.0.0.0',
      port: 8080,
      logLevel: 'warn',
      eventStore: { url: 'esdb+discover://admin:secret@a:2113,b:2113?tls=true', port: 0 },
      documents: {
        url: 'mongodb+srv://user:secret@cluster/?w=majority',
        directory: join('/var/lib/cme', 'documents'),
        prefix: 'norfolk_trial',
      },
      identity: { issuer: 'https://login.example.org/realm', audience: 'cme' },
      keys: { kekFile: '/run/secrets/kek', createKek: false },
    });
  });

  it('takes an empty variable for one that is not set', () => {
    expect(loadConfig({ PORT: '', EVENTSTORE_URL: ' ', KEK_FILE: '' })).toEqual(loadConfig({}));
  });

  it.each([
    ['PORT', '80a', /^PORT must be a port number from 0 to 65535, not "80a"\.$/],
    ['PORT', '65536', /^PORT must be/],
    ['PORT', '-1', /^PORT must be/],
    ['EVENTSTORE_PORT', '1e3', /^EVENTSTORE_PORT must be/],
    [
      'EVENTSTORE_URL',
      'localhost:2113',
      /^EVENTSTORE_URL must be an address that starts with esdb:\/\/ or esdb\+discover/,
    ],
    ['EVENTSTORE_URL', 'esdb://', /^EVENTSTORE_URL must be/],
    ['EVENTSTORE_URL', 'esdb://h?throwOnAppendFailure=false', /^EVENTSTORE_URL must not set throwOnAppendFailure/],
    ['MONGODB_URL', 'postgres://h/db', /^MONGODB_URL must be an address/],
    ['DOCUMENTS_PREFIX', 'Norfolk', /^DOCUMENTS_PREFIX must be a lower-case letter/],
    ['DOCUMENTS_PREFIX', 'a.b', /^DOCUMENTS_PREFIX must be/],
    ['DOCUMENTS_PREFIX', 'x'.repeat(41), /^DOCUMENTS_PREFIX must be/],
    ['OIDC_ISSUER', 'login', /^OIDC_ISSUER must be an address/],
    ['LOG_LEVEL', 'loud', /^LOG_LEVEL must be one of trace, debug, info, warn, error, silent, not "loud"\.$/],
  ])('refuses %s=%s in a sentence that names it', (variable, value, message) => {
    expect(() => loadConfig({ [variable]: value })).toThrow(ConfigRefused);
    expect(() => loadConfig({ [variable]: value })).toThrow(message);
  });

  it('does not repeat a password', () => {
    expect(() => loadConfig({ MONGODB_URL: 'mysql://root:hunter2@db' })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
    );
  });
});
