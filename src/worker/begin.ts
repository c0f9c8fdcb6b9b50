import { CallError } from '../call/errors.js';
import { Conversation } from '../connection/conversation.js';
import { createOpenSession, type GetToken, type SessionOptions } from '../gemini/open-session.js';
import { toPlain, type FromConversation, type PlainError, type ToConversation } from './wire.js';

/** Begins a conversation; `tell` hears all that it has to say. Returns the function that it hears. */
export type Begin = (
  settings: SessionOptions,
  tell: (event: FromConversation) => void,
) => (message: ToConversation) => void;

interface Question {
  resolve(token: string): void;
  reject(error: unknown): void;
}

/** All that the build puts into a function of its own, which runs in the page or, as text, in a Worker. */
export const begin: Begin = (settings, tell) => {
  const questions = new Map<number, Question>();
  let asked = 0;
  const getToken: GetToken = (signal, handle) =>
    new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const question = ++asked;
      questions.set(question, { resolve, reject });
      const onabort = () => {
        if (!questions.delete(question)) return;
        tell({ type: 'unwanted', question });
        reject(signal.reason);
      };
      signal.addEventListener('abort', onabort, { once: true });
      tell({ type: 'askToken', question, handle });
    });
  const take = (question: number) => {
    const asked = questions.get(question);
    questions.delete(question);
    return asked;
  };
  const conversation = new Conversation(createOpenSession(settings, getToken), (event) =>
    tell('error' in event ? { ...event, error: toPlain(event.error) } : event),
  );
  return (message) => {
    switch (message.type) {
      case 'token':
        return take(message.question)?.resolve(message.token);
      case 'noToken':
        return take(message.question)?.reject(toError(message.error));
      default:
        return conversation.post(message);
    }
  };
};

const toError = ({ code, ...details }: PlainError) => new CallError(code, details);
