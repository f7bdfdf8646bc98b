namespace RouteGen.Routing;

/// <summary>An entry of a table that stands for one of a mounted mux, or for all that is below the mount besides.</summary>
/// <param name="mount">The mount.</param>
/// <param name="pattern">The entry of the mounted mux; null: the rest.</param>
internal sealed class MountedHandler(MountedMux mount, string? pattern) : IHandler
{
    // Two first requests may both make one, and they are alike.
    private volatile Target? _target;

    public ValueTask ServeHttpAsync(ResponseWriter w, Request r)
    {
        var target = _target ??= Find();
        if (!TryRewrite(r, out var former)) return FixedAnswers.NotFound.ServeHttpAsync(w, r);
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

    // Mostly nobody asks for the URL, and it need not be made.
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
        return new Target(mux, pattern is null ? null : mux.FindMounted(pattern));
    }

    private sealed class Target(ServeMux mux, IHandler? entry)
    {
        internal ServeMux Mux => mux;

        internal IHandler Handler => entry is null || mux.IsChanged ? mux : entry;
    }
}
