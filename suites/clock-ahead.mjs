// Preloaded into a program under test: its clock begins at CLOCK_AT and goes on from there.
const begin = Number(process.env.CLOCK_AT);
const RealDate = Date;
const started = RealDate.now();
const now = () => begin + RealDate.now() - started;
globalThis.Date = class extends RealDate {
  constructor(...given) {
    super(...(given.length === 0 ? [now()] : given));
  }
  static now() {
    return now();
  }
};
