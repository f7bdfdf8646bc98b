namespace RouteGen;

/// <summary>Go's package-level functions: the default mux, the default server and the default client.</summary>
public static partial class Http
{
    /// <summary>The mux that <c>[HandleFunc]</c> methods belong to.</summary>
    public static ServeMux DefaultServeMux => ServeMux.Default;
}
