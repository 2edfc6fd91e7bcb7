/** Where lines go: a terminal, a log, a test's memory. */
export interface TextSink {
  /** Text is written in the order of the calls. A promise says that the sink is slow: whoever can wait should wait for it. */
  write(text: string): void | Promise<void>;
}
