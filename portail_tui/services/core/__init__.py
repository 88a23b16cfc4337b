"""What every service uses: context, access checks, once-only writes, the household."""
