import { area, http, step } from '../../shared/area.ts';
import { tellMembers, untellMembers } from './contract.ts';
import { listNotifications } from './list-notifications.ts';
import { readNotification } from './read-notification.ts';
import { tellAll, untellAll } from './steps.ts';

export default area('notifications', {
  list: http('GET me/notifications', listNotifications),
  read: http('POST me/notifications/{notificationId}/read', readNotification),

  tell: step(tellMembers, tellAll),
  untell: step(untellMembers, untellAll),
});
