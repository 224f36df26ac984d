"""The pages on which editors look after people."""

from django.urls import path

from clusters import views

urlpatterns = [
    path("", views.people, name="people"),
    path("ny/", views.new_person, name="new_person"),
    path("<int:pk>/", views.person, name="person"),
    path("<int:pk>/rolle/", views.national_role, name="person_role"),
    path("<int:pk>/adgang/", views.unit_access, name="person_access"),
    path("<int:pk>/inviter-igen/", views.invite_again, name="person_invite_again"),
    path("<int:pk>/luk/", views.close, name="person_close"),
    path("<int:pk>/aabn/", views.reopen, name="person_reopen"),
]
