namespace RouteGen.Generators.Model;

/// <summary>What a handler returns, and with it which delegate holds it.</summary>
internal enum HandlerShape
{
    Void,
    Task,
    ValueTask,
}
