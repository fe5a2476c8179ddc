import { useQuery } from '@tanstack/react-query';
import { Loaded, Quiet } from '../../components/section.tsx';
import { messageText } from '../../lib/devices/device-words.ts';
import { deviceMessages } from '../../lib/devices/devices.ts';
import { formatInstant } from '../../lib/format.ts';
import classes from './message-list.module.css';
import { RawMessage } from './raw-message.tsx';

/** What a device has sent, as it came: the newest first. */
export const MessageList = ({ deviceId }: { readonly deviceId: string }) => (
  <Loaded query={useQuery(deviceMessages(deviceId))}>
    {(messages) =>
      messages.length === 0 ? (
        <Quiet>Nothing in the last 24 hours. What a device sends is here within half a minute.</Quiet>
      ) : (
        <ol className={classes.list} data-testid="device-messages">
          {messages.map((message) => (
            <li key={`${message.receivedAt} ${message.data}`} className={classes.message}>
              <p className={classes.head}>
                <time dateTime={message.receivedAt}>{formatInstant(message.receivedAt)}</time>
                <span>{message.protocol}</span>
              </p>
              <RawMessage text={messageText(message)} truncated={message.truncated} />
            </li>
          ))}
        </ol>
      )
    }
  </Loaded>
);
