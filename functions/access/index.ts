import { area, http, projection, view } from '../../shared/area.ts';
import { list } from '../../shared/resources/list.ts';
import { get, history } from '../../shared/resources/single.ts';
import { acceptInvitation } from './accept-invitation.ts';
import { apiClientResource, apiClients } from './api-client-cards.ts';
import { issueApiClient, revokeApiClient, rotateApiClient } from './change-api-clients.ts';
import { changeRole, limitMember, removeMember, signOutMember } from './change-member.ts';
import { changeCompany, getCompany } from './company.ts';
import { invitationResource, invitations } from './invitation-cards.ts';
import { invite, resendInvitation, revokeInvitation } from './invite.ts';
import { listRoles } from './list-roles.ts';
import { me } from './me.ts';
import { memberResource, memberships } from './member-cards.ts';
import { chooseCompany, myCompanies, signOutEverywhere } from './my-companies.ts';
import { getApiClient, listApiClients } from './read-api-clients.ts';
import { stampSession } from './stamp-session.ts';
import { tenantCards } from './tenant.ts';

export default area('access', {
  me: http('GET me', me),
  companies: http('GET me/companies', myCompanies),
  chooseCompany: http('POST me/company', chooseCompany),
  signOutEverywhere: http('POST me/sign-out-everywhere', signOutEverywhere),
  stampSession: http('POST sign-in/roles', stampSession),
  company: http('GET company', getCompany),
  changeCompany: http('PATCH company', changeCompany),
  tenants: projection(tenantCards),
  roles: http('GET roles', listRoles),

  members: http('GET members', list(memberResource, { summary: 'List the members' })),
  member: http('GET members/{memberId}', get(memberResource, { summary: 'Show a member' })),
  memberHistory: http(
    'GET members/{memberId}/history',
    history(memberResource, { summary: 'Show what was decided about a member' }),
  ),
  changeRole: http('POST members/{memberId}/role', changeRole),
  limitMember: http('POST members/{memberId}/limit', limitMember),
  removeMember: http('POST members/{memberId}/remove', removeMember),
  signOutMember: http('POST members/{memberId}/sign-out-everywhere', signOutMember),
  memberships: view(memberships, memberResource),

  invitations: http('GET invitations', list(invitationResource, { summary: 'List the invitations' })),
  invite: http('POST invitations', invite),
  acceptInvitation: http('POST invitations/accept', acceptInvitation),
  invitation: http('GET invitations/{invitationId}', get(invitationResource, { summary: 'Show an invitation' })),
  resendInvitation: http('POST invitations/{invitationId}/resend', resendInvitation),
  revokeInvitation: http('POST invitations/{invitationId}/revoke', revokeInvitation),
  invited: view(invitations, invitationResource),

  clients: http('GET api-clients', listApiClients),
  issueClient: http('POST api-clients', issueApiClient),
  client: http('GET api-clients/{clientId}', getApiClient),
  rotateClient: http('POST api-clients/{clientId}/rotate', rotateApiClient),
  revokeClient: http('POST api-clients/{clientId}/revoke', revokeApiClient),
  clientCards: view(apiClients, apiClientResource),
});
