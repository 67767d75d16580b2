// Kills the stand-alone event store at random moments under load, and counts what is lost or doubled afterwards.
// npm run nightly:kill -- --rounds 300 --seed 7
import { parseArgs } from 'node:util';
import { killRounds } from '../durability/event-store/kill-rounds.ts';
import { startStandAlone } from '../durability/event-store/stand-alone.ts';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '300' }, seed: { type: 'string', default: '1' } },
});
const rounds = Number(values.rounds);
const seed = Number(values.seed);
const say = (line) => process.stdout.write(`${line}\n`);

const tally = await killRounds({
  rounds,
  seed,
  start: startStandAlone,
  onRound: (round, now) => {
    if ((round + 1) % 10 === 0)
      say(`round ${round + 1}: ${now.acknowledged} acknowledged, ${now.lost} lost, ${now.doubled} doubled`);
  },
});
for (const fault of tally.faults) say(fault);
say(
  `seed ${seed}: ${tally.rounds} rounds, ${tally.acknowledged} events acknowledged, ` +
    `${tally.unanswered} appends unanswered at a kill (${tally.unansweredRecorded} of them recorded): ` +
    `${tally.lost} lost, ${tally.doubled} doubled, ${tally.torn} torn, ${tally.misplaced} misplaced`,
);
process.exitCode = tally.faults.length > 0 ? 1 : 0;
