namespace RouteGen.Routing;

/// <summary>An entry of the outer table for a route of a mounted mux, or for all other paths below the mount.</summary>
/// <param name="mount">The mount.</param>
/// <param name="pattern">The entry of the mounted mux. Null for the rest of the path.</param>
/// <param name="redirect">The redirect that is sent in place of the entry, or null for none.</param>
internal sealed class MountedHandler(MountedMux mount, string? pattern, RedirectHandler? redirect = null) : IHandler, IMountedEntry
{
    // Two first requests may both make one, and they are alike.
    private volatile Target? _target;

    /// <inheritdoc/>
    /// <remarks>The path of the mount itself is not below it, so that its redirect is the outer mux's alone.</remarks>
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
            // The inner mux may know the pattern better than the entry for the rest does.
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

    // Most handlers do not read the URL, so it is made on demand.
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
