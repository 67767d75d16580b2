import { basename } from 'node:path';
import { connectDocuments, databaseNames } from '../../../src/platform/documents/connect.js';

/**
 * Where a program of a test keeps its documents: on the server of MONGODB_URL, where that is set, in databases that no other
 * program has; otherwise on its embedded server. The same data directory has the same databases again.
 */
export function documentsOf(dataDir: string): { MONGODB_URL?: string; DOCUMENTS_PREFIX?: string } {
  const url = process.env.MONGODB_URL;
  return url ? { MONGODB_URL: url, DOCUMENTS_PREFIX: prefixOf(dataDir) } : {};
}

/** Nothing of a test stays on a server that others use. */
export async function dropDocumentsOf(dataDir: string): Promise<void> {
  const { MONGODB_URL: url } = process.env;
  if (!url) return;
  const client = connectDocuments(url);
  try {
    for (const name of Object.values(databaseNames(prefixOf(dataDir)))) await client.db(name).dropDatabase();
  } finally {
    await client.close();
  }
}

function prefixOf(dataDir: string): string {
  return `t_${process.pid}_${basename(dataDir)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '_')}`;
}
