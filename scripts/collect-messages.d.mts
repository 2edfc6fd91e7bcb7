export interface Message {
  readonly words: string;
  readonly remedy: string | null;
}
export function collectMessages(): readonly { readonly source: string; readonly messages: readonly Message[] }[];
export function messagesIn(text: string): readonly Message[];
export function isMessage(text: string): boolean;
