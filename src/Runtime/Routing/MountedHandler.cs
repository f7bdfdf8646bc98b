namespace RouteGen.Routing;

/// <summary>An entry of a table that stands for one of a mounted mux, or for all that is below the mount besides.</summary>
/// <param name="mount">The mount.</param>
/// <param name="pattern">The entry of the mounted mux; null: the rest.</param>
internal sealed class MountedHandler(MountedMux mount, string? pattern) : IHandler
{
    // Two first requests may both make one, and they are alike.
    private volatile Target? _target;

    public async ValueTask ServeHttpAsync(ResponseWriter w, Request r)
    {
        var target = _target ??= Find();
        if (mount.Strip(r.Url) is not { } url)
        {
            await FixedAnswers.NotFound.ServeHttpAsync(w, r).ConfigureAwait(false);
            return;
        }

        var former = r.Rewrite(url);
        r.SetMount(r.MountPoint?.Below(mount.Point) ?? mount.Point, target.Mux);
        try
        {
            await target.Handler.ServeHttpAsync(w, r).ConfigureAwait(false);
        }
        finally
        {
            // The inner mux may know the pattern better than the entry for the rest does.
            r.RestoreBut(former);
        }
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
