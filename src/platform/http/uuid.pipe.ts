import { Injectable, type PipeTransform } from '@nestjs/common';
import { problem } from './problem.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** An id of an address. What can be no id names nothing, so it is answered as an unknown one: 404. */
@Injectable()
export class UuidPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    const id = value.toLowerCase();
    if (!UUID.test(id)) throw problem('not-found', 'There is no record with this id.');
    return id;
  }
}
