"""The people of the desk, and the roles that say what each of them may do."""

from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group

from portal.admin.site import desk
from portal.desk.people import User

desk.register(User, UserAdmin)
desk.register(Group, GroupAdmin)
