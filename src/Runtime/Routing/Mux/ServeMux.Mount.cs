// Members for muxes in which this one is mounted (MountedMux.cs).
using RouteGen.Routing;

namespace RouteGen;

public sealed partial class ServeMux
{
    /// <summary>
    /// True if patterns or middleware were added at run time, so that an outer mux must not call the handlers of this one directly.
    /// </summary>
    internal bool IsChanged => _registered is not null || _outermost is not null;

    /// <summary>Returns the handler of an entry of the compiled table, for a mux in which this one is mounted.</summary>
    internal IHandler FindMounted(string pattern)
    {
        foreach (var entry in _compiled!.Entries)
            if (entry.Pattern == pattern) return entry.MountedHandler;
        throw new InvalidOperationException($"The mux has no pattern \"{pattern}\".");
    }

    /// <summary>
    /// Returns a handler that runs the middleware of this mounted mux, and of a mux that is mounted in it, and then redirects to an entry
    /// of the compiled table.
    /// </summary>
    /// <param name="redirect">The redirect.</param>
    /// <param name="entry">The handler of the entry, or null if there is none.</param>
    internal IHandler InFrontOfMounted(RedirectHandler redirect, IHandler? entry)
    {
        IHandler own = entry is not null && IMiddlewareChain.EndOf(entry) is IMountedEntry inner ? inner.Redirecting(redirect) : redirect;
        return _compiled!.InFrontOf(own, isMounted: true);
    }

    // Called if a handler of a mounted mux calls this mux. The mount point is removed during the call, because this mux is not mounted
    // there.
    private async ValueTask ServeUnmountedAsync(ResponseWriter w, Request r)
    {
        var (mount, mux) = (r.MountPoint, r.MountedMux);
        r.SetMount(null, null);
        try
        {
            await RouteAndServe(w, r).ConfigureAwait(false);
        }
        finally
        {
            r.SetMount(mount, mux);
        }
    }

    /// <summary>Checks that no member with a mounted mux is null.</summary>
    /// <exception cref="InvalidOperationException">A member is null. The message names it.</exception>
    internal void CheckMounts() => (_compiled as CompiledTable)?.CheckMounts();
}
