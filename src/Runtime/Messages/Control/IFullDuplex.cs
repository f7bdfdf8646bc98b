namespace RouteGen;

/// <summary>A writer that can respond while the request is still being read. Used by <see cref="ResponseController"/>.</summary>
public interface IFullDuplex
{
    /// <summary>
    /// Allows the handler to read the body after it has begun to write, like <see cref="ResponseController.EnableFullDuplex"/>.
    /// </summary>
    void EnableFullDuplex();
}
