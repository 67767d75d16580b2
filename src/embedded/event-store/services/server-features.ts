import { type Method, unary } from '../server/methods.js';
import { frame } from '../wire/grpc-frames.js';
import { ProtobufWriter } from '../wire/protobuf-writer.js';

/** The version whose behaviour is followed: clients switch their features by it. */
export const SERVER_VERSION = '24.10.14';

/** What a method can do beyond its first version, by the words that clients look for. */
function featuresOf(service: string, method: string): readonly string[] {
  if (service.endsWith('persistentsubscriptions')) return ['stream', 'all'];
  if (service.endsWith('streams') && method === 'read') return ['position', 'events'];
  if (service.endsWith('streams') && method === 'batchappend') return ['deadline_duration'];
  return [];
}

/** ServerFeatures.GetSupportedMethods: the paths that are offered, in the lower case that clients compare with. */
export function serverFeatures(paths: () => Iterable<string>): Method {
  return unary(() => {
    const writer = new ProtobufWriter();
    for (const path of paths()) {
      const [service = '', method = ''] = path.slice(1).toLowerCase().split('/');
      writer.message(1, (supported) => {
        supported.string(1, method).string(2, service);
        for (const feature of featuresOf(service, method)) supported.string(3, feature);
      });
    }
    return frame(writer.string(2, SERVER_VERSION).finish());
  });
}
