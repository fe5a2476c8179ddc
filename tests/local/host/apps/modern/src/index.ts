import { app } from '@azure/functions';

app.hook.appTerminate(() => console.log('the app has terminated'));
