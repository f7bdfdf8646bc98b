namespace RouteGen.Routing;

/// <summary>Handler of an entry of the outer table: for a route of a mounted mux, or for all other paths below the mount.</summary>
/// <param name="mount">The mount.</param>
/// <param name="pattern">The pattern of the mounted mux. Null for all other paths.</param>
/// <param name="redirect">The redirect that is sent instead of calling the entry's handler, or null for none.</param>
internal sealed class MountedHandler(MountedMux mount, string? pattern, RedirectHandler? redirect = null) : IHandler, IMountedEntry
{
    // Created on first use, without a lock, because two threads create equal ones.
    private volatile Target? _target;

    /// <inheritdoc/>
    /// <remarks>
    /// The redirect from the path of the mount itself does not run this middleware, because that path is not below the mount.
    /// </remarks>
    public IHandler Redirecting(RedirectHandler to) => new MountedHandler(mount, pattern, to);

    public ValueTask ServeHttpAsync(ResponseWriter w, Request r)
    {
        var target = _target ??= Find();
        if (!TryRewrite(r, out var former)) return (redirect ?? FixedResponses.NotFound).ServeHttpAsync(w, r);
        r.SetMount(r.MountPoint?.Below(mount.Point) ?? mount.Point, target.Mux);
        var isDone = true;
        try
        {
            var task = target.Handler.ServeHttpAsync(w, r);
            isDone = task.IsCompleted;
            return isDone ? task : RestoreAfterAsync(task, r, former);
        }
        finally
        {
            // Keeps the route if the inner mux has chosen a more specific one.
            if (isDone) r.RestoreBut(former);
        }
    }

    private static async ValueTask RestoreAfterAsync(ValueTask task, Request r, RequestTarget former)
    {
        try
        {
            await task.ConfigureAwait(false);
        }
        finally
        {
            r.RestoreBut(former);
        }
    }

    // Most handlers do not read the URL, so it is created on demand.
    private bool TryRewrite(Request r, out RequestTarget former)
    {
        former = default;
        if (r.IsAsReceived && mount.Point.CanStrip(r.RawPath))
        {
            former = r.RewriteBelow(mount.Point);
            return true;
        }

        if (mount.Point.Strip(r.Url) is not { } url) return false;
        former = r.Rewrite(url);
        return true;
    }

    private Target Find()
    {
        var mux = mount.Read();
        var entry = pattern is null ? null : mux.FindMounted(pattern);
        return new Target(mux, redirect is null ? entry : mux.InFrontOfMounted(redirect, entry));
    }

    private sealed class Target(ServeMux mux, IHandler? entry)
    {
        internal ServeMux Mux => mux;

        internal IHandler Handler => entry is null || mux.IsChanged ? mux : entry;
    }
}
