// Members for the muxes that this one is mounted in (MountedMux.cs).
using RouteGen.Routing;

namespace RouteGen;

public sealed partial class ServeMux
{
    /// <summary>True if it may handle a request differently from its compiled table: then no other table may serve its routes.</summary>
    internal bool IsChanged => _registered is not null || _outermost is not null;

    /// <summary>The handler of an entry of the compiled table, for a mux that this one is mounted in.</summary>
    internal IHandler FindMounted(string pattern)
    {
        foreach (var entry in _compiled!.Entries)
            if (entry.Pattern == pattern) return entry.MountedHandler;
        throw new InvalidOperationException($"The mux has no pattern \"{pattern}\".");
    }

    /// <summary>
    /// Returns a redirect to an entry of the compiled table, after the middleware of this mux, which is mounted, and of one that is mounted
    /// in it.
    /// </summary>
    /// <param name="redirect">The redirect.</param>
    /// <param name="entry">The handler of the entry, or null if there is none.</param>
    internal IHandler InFrontOfMounted(RedirectHandler redirect, IHandler? entry)
    {
        IHandler own = entry is not null && IMiddlewareChain.EndOf(entry) is IMountedEntry inner ? inner.Redirecting(redirect) : redirect;
        return _compiled!.InFrontOf(own, isMounted: true);
    }

    // A handler of a mounted mux has called this one, which is not mounted there: where that one is says nothing about this.
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

    /// <summary>Looks whether the muxes that are mounted in this one are there.</summary>
    /// <exception cref="InvalidOperationException">A member that holds one is null; the message names it.</exception>
    internal void CheckMounts() => (_compiled as CompiledTable)?.CheckMounts();
}
