"""Only in the demonstration: the mail that would have been sent."""

from django.urls import path

from clusters import views

urlpatterns = [path("", views.demo_mail, name="demo_mail")]
